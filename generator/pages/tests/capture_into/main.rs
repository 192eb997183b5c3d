//! Pages become specs: what is printed, what becomes of a spec folder, what a person is told. The pages are small and
//! made for this.

mod agreement;
mod corpus;
mod findings;
mod fixture;
mod linear;
mod mangled;
mod merging;
mod reconciling;
mod seeds;
mod support;
