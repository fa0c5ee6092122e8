/** Durations and memory quantities as they stand in manifests, and the numbers they mean. */
@NullMarked
package dev.millrace.crds.units;

import org.jspecify.annotations.NullMarked;
