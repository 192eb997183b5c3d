//! Pushes, as WeChat encrypts them: samples made elsewhere, and what may come instead.

#[cfg(feature = "axum")]
mod axum;
mod events;
mod hostile;
mod receiving;
mod replay;
mod sample;
mod vectors;
mod xml;
