/** Models executed by ONNX Runtime. */
@NullMarked
package dev.millrace.agent.runtime.onnx;

import org.jspecify.annotations.NullMarked;
