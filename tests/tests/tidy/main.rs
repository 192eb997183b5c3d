//! The house is in order: layers of the sources, links of the documentation, promises that name their tests.

mod layers;
mod links;
mod promises;
