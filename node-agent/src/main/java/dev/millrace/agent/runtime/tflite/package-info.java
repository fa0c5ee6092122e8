/** Models executed by TensorFlow Lite, through its C library. */
@NullMarked
package dev.millrace.agent.runtime.tflite;

import org.jspecify.annotations.NullMarked;
