//! The transport over HTTP, over real sockets: proxies, certificates, runtimes that take turns, files as streams.

mod api;
mod downloads;
mod proxies;
mod runtimes;
mod servers;
mod tls;
mod uploads;
