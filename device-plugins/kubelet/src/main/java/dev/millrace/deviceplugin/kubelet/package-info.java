/** Offers devices of a node to its kubelet: device plugin API v1beta1 over Unix sockets. */
@NullMarked
package dev.millrace.deviceplugin.kubelet;

import org.jspecify.annotations.NullMarked;
