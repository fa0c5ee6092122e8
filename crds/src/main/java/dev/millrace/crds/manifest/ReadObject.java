package dev.millrace.crds.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that is valid in itself, and the file it was read from. */
record ReadObject<T extends HasMetadata>(ObjectId id, String file, T object) {}
