package dev.millrace.agent;

import dev.millrace.agent.access.Access;
import dev.millrace.agent.access.TokenAccess;
import dev.millrace.agent.protocol.tls.Tls;
import dev.millrace.agent.protocol.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Certificates and tokens on the agent's command line. */
final class SecurityOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The agent's certificate (PEM). Changed files are taken up within ten seconds.")
    @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key to it (PEM, PKCS #8).")
    @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Authorities that certificates of clients and other agents have to come from (PEM).")
    @Nullable Path authorities;

    @Option(names = "--tls-clients", description = "Clients have to show a certificate (mTLS); needs --tls-ca.")
    boolean clientsRequired;

    @Option(
            names = "--tls-agent-name",
            paramLabel = "NAME",
            defaultValue = "millrace-agent",
            description = "DNS name that all agents' certificates carry (default: ${DEFAULT-VALUE}).")
    String agentName = "millrace-agent";

    @Option(
            names = "--token-keys",
            paramLabel = "FILE",
            description = "Asks for bearer tokens (JWT) that these public keys have signed: a JSON Web Key Set, as a"
                    + " cluster shows at /openid/v1/jwks, or PEM. Changed files are taken up.")
    @Nullable Path tokenKeys;

    @Option(
            names = "--token-audience",
            paramLabel = "NAME",
            defaultValue = "millrace",
            description = "Audience that tokens have to name (default: ${DEFAULT-VALUE}).")
    String audience = "millrace";

    @Option(names = "--token-issuer", paramLabel = "URL", description = "Issuer that tokens have to name.")
    @Nullable String issuer;

    @Option(
            names = "--insecure",
            description = "Listen without TLS and without tokens on addresses that other machines reach.")
    boolean insecure;

    /**
     * The guards, loaded.
     *
     * @param bindAddress where the agent listens
     * @throws UsageException where what is asked for does not go together
     * @throws IOException where a file does not load
     */
    Security load(String bindAddress) throws UsageException, IOException {
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        if (authorities != null && certificate == null) {
            throw new UsageException("--tls-ca needs --tls-cert and --tls-key");
        }
        if (clientsRequired && authorities == null) {
            throw new UsageException("--tls-clients needs --tls-ca");
        }
        if (!insecure && !isLoopback(bindAddress) && (certificate == null || tokenKeys == null)) {
            throw new UsageException("other machines reach " + bindAddress
                    + ": --tls-cert, --tls-key and --token-keys are missing. Maybe --bind 127.0.0.1, or --insecure");
        }
        Access access = tokenKeys == null ? Access.OPEN : new TokenAccess(tokenKeys, audience, issuer);
        Tls tls = certificate == null || key == null
                ? null
                : new Tls(new TlsFiles(certificate, key, authorities, clientsRequired, agentName));
        return new Security(tls, access);
    }

    private static boolean isLoopback(String address) throws UsageException {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new UsageException("--bind: " + address + " is not an address of this machine");
        }
    }
}
