//! What users say does not count, and what is said of their saying so.

mod baseline;
mod config;
mod inline;
mod metadata;
mod support;
