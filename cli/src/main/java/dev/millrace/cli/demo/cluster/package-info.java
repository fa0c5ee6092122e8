/**
 * The demo through a real Kubernetes API: kinds, operator, agents and apps as on any cluster, on a control plane of its own
 * or on a cluster that the user named.
 */
@NullMarked
package dev.millrace.cli.demo.cluster;

import org.jspecify.annotations.NullMarked;
