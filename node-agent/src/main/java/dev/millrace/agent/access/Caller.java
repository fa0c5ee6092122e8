package dev.millrace.agent.access;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.util.Set;

/**
 * Who asks, by the namespaces whose apps are open to it.
 *
 * @param namespaces names; {@link #ALL} stands for every one
 */
public record Caller(Set<String> namespaces) {
    /** In place of a namespace: all of them. */
    public static final String ALL = "*";

    /** A caller where nobody is asked for a token. */
    public static final Caller ANYONE = new Caller(Set.of(ALL));

    public Caller {
        namespaces = Set.copyOf(namespaces);
    }

    public boolean mayUse(String namespace) {
        return namespaces.contains(ALL) || namespaces.contains(namespace);
    }

    /**
     * Passes where the model's namespace is open to the caller. The answer does not depend on whether there is such a
     * model, so that it tells nothing about other namespaces.
     *
     * @param modelName NAMESPACE.NAME; a namespace has no dot
     * @throws ServingException (forbidden)
     */
    public void require(String modelName) {
        int dot = modelName.indexOf('.');
        if (!mayUse(dot < 0 ? modelName : modelName.substring(0, dot))) {
            throw ServingException.of(
                    Fault.FORBIDDEN, "the token does not admit to the namespace of model '" + modelName + "'");
        }
    }
}
