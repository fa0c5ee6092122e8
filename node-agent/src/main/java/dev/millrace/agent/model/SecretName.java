package dev.millrace.agent.model;

/** A Secret with credentials. */
public record SecretName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
