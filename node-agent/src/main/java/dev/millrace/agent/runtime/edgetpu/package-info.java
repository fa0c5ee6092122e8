/** Models executed by Coral EdgeTPUs, through libedgetpu's delegate for TensorFlow Lite. */
@NullMarked
package dev.millrace.agent.runtime.edgetpu;

import org.jspecify.annotations.NullMarked;
