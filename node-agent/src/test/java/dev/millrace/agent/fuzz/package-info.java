/** What anybody may send, thrown at the agent at random: targets for Jazzer, and the inputs they start from. */
package dev.millrace.agent.fuzz;
