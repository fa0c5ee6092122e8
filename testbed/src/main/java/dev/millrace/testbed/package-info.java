/** A real Kubernetes control plane on one machine, for tests and for {@code millrace demo --cluster}. */
@NullMarked
package dev.millrace.testbed;

import org.jspecify.annotations.NullMarked;
