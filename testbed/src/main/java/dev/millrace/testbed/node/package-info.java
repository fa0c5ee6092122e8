/** Real nodes on one machine: a kubelet, containerd and kube-proxy each, in network namespaces of their own. */
@NullMarked
package dev.millrace.testbed.node;

import org.jspecify.annotations.NullMarked;
