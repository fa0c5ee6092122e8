package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.util.Map;

/** Reads Secrets, each by its name. */
public interface Secrets {
    /** For an agent that was given none. */
    Secrets NONE = name -> {
        throw new LoadException(
                "CredentialsMissing",
                "Secret " + name + " is not known to this agent; Maybe start it with --credentials-dir");
    };

    /**
     * Keys and values of a Secret.
     *
     * @throws LoadException (CredentialsMissing) where it cannot be read
     */
    Map<String, String> read(SecretName name) throws LoadException;
}
