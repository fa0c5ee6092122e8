/** Agents as Pods: one on each node that has devices or is labelled for an agent, asking for exactly that node's devices. */
@NullMarked
package dev.millrace.operator.agentpod;

import org.jspecify.annotations.NullMarked;
