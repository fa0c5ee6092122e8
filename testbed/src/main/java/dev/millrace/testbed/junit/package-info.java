/** JUnit: a test class that asks for a {@link dev.millrace.testbed.ControlPlane} gets a running one. */
@NullMarked
package dev.millrace.testbed.junit;

import org.jspecify.annotations.NullMarked;
