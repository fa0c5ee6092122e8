package dev.millrace.operator.agentpod;

import java.util.Optional;

/** Has apps leave a node before its agent ends. */
public interface Evacuation {
    /**
     * From now on no app is to be on that node.
     *
     * @param node instead of the one named before; empty: apps may be anywhere again
     * @param why the agent ends
     */
    void leave(Optional<String> node, String why);

    /** Whether nothing runs there any more, or has nowhere to go. */
    boolean left(String node);
}
