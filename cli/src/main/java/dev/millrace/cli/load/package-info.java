/**
 * Open-loop load over the Open Inference Protocol: requests leave when the declared arrival process says, whether or not
 * earlier ones were answered, and latency counts from the instant a request was due. A slow server therefore cannot hide
 * its delays by slowing the client down.
 */
@NullMarked
package dev.millrace.cli.load;

import org.jspecify.annotations.NullMarked;
