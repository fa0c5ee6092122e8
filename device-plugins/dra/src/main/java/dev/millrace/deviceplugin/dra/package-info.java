/**
 * Offers devices of a node by dynamic resource allocation: a ResourceSlice in the API server, and a kubelet plugin that
 * prepares what claims were given.
 */
@NullMarked
package dev.millrace.deviceplugin.dra;

import org.jspecify.annotations.NullMarked;
