//! Tests of the evaluation of CloudFormation templates, from text to declared resources.

mod budget;
mod dump;
mod golden;
mod options;
mod sam;
