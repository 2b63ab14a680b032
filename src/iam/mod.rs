//! AWS's meaning of identity and access policies, as a library in its own right.
