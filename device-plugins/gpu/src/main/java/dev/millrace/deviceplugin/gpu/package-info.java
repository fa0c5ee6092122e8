/** Finds the integrated GPU of a Jetson, which NVIDIA's management library does not know, and offers it to the kubelet. */
@NullMarked
package dev.millrace.deviceplugin.gpu;

import org.jspecify.annotations.NullMarked;
