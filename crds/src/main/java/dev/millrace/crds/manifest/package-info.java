/** Reads and checks manifests without a cluster, as strictly as an API server would. */
@NullMarked
package dev.millrace.crds.manifest;

import org.jspecify.annotations.NullMarked;
