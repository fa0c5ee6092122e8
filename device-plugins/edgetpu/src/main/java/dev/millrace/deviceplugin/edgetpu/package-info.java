/** Finds Coral EdgeTPUs on USB and PCIe. */
@NullMarked
package dev.millrace.deviceplugin.edgetpu;

import org.jspecify.annotations.NullMarked;
