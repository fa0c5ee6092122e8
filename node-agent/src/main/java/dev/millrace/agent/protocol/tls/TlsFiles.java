package dev.millrace.agent.protocol.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates lie, in PEM.
 *
 * @param certificate the agent's own, with what leads to its authority
 * @param key private key to it (PKCS #8)
 * @param authorities of those that clients and other agents have to come from; null where nobody is asked and no request
 *     can be forwarded
 * @param clientsRequired whether clients without a certificate are turned away
 * @param agentName DNS name that the certificates of all agents carry: agents reach each other by address
 */
public record TlsFiles(
        Path certificate, Path key, @Nullable Path authorities, boolean clientsRequired, String agentName) {}
