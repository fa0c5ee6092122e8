package dev.millrace.agent;

import dev.millrace.agent.model.AddressRange;
import dev.millrace.agent.model.AddressRules;
import dev.millrace.agent.model.SecretFolder;
import dev.millrace.agent.model.Secrets;
import dev.millrace.agent.model.StoreSettings;
import dev.millrace.crds.units.Quantities;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where models may come from. */
final class StoreOptions {
    @Option(
            names = "--model-root",
            paramLabel = "DIR",
            description = "Folder that file: addresses of models lie in; volumes with models are mounted beneath it.")
    @Nullable Path modelRoot;

    @Option(
            names = "--allow-source",
            paramLabel = "CIDR",
            description = "Private addresses that models may be fetched from, as 192.168.1.0/24; repeatable. Without it"
                    + " only public addresses are.")
    List<String> allowed = new ArrayList<>();

    @Option(
            names = "--allow-loopback-sources",
            description = "Models may be fetched from this machine itself: for tests and demonstrations only.")
    boolean loopback;

    @Option(
            names = "--cache-limit",
            paramLabel = "QUANTITY",
            description = "Most that downloaded models take; those unused for longest go first (default: 8Gi).")
    @Nullable String cacheLimit;

    @Option(
            names = "--credentials-dir",
            paramLabel = "DIR",
            description = "Secrets for private sources as files NAMESPACE/NAME/KEY (default: the cluster's).")
    @Nullable Path credentials;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description =
                    "Server that s3: addresses mean where their Secret has no AWS_ENDPOINT_URL (default: Amazon's).")
    @Nullable URI s3Endpoint;

    @Option(
            names = "--s3-region",
            paramLabel = "NAME",
            description = "Region where their Secret has no AWS_REGION (default: us-east-1).")
    @Nullable String s3Region;

    /**
     * What the options ask for, with a cache in a folder "models".
     *
     * @param apiServer address of the API server, or null for none
     * @param clusterSecrets used where no folder is named
     */
    StoreSettings settings(@Nullable URI apiServer, Secrets clusterSecrets) throws UsageException {
        if (modelRoot != null && !Files.isDirectory(modelRoot)) {
            throw new UsageException("--model-root: " + modelRoot + " is not a folder");
        }
        try {
            List<AddressRange> ranges =
                    allowed.stream().map(AddressRange::parse).toList();
            return new StoreSettings(
                    modelRoot,
                    Path.of("models"),
                    cacheLimit == null ? StoreSettings.DEFAULT_LIMIT_BYTES : Quantities.bytes(cacheLimit),
                    new AddressRules(ranges, loopback, addresses(apiServer)),
                    credentials == null ? clusterSecrets : new SecretFolder(credentials),
                    s3Endpoint,
                    s3Region);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--allow-source or --cache-limit: " + e.getMessage());
        }
    }

    private static Set<InetAddress> addresses(@Nullable URI apiServer) {
        Set<InetAddress> addresses = new HashSet<>();
        List<String> hosts = new ArrayList<>();
        if (apiServer != null && apiServer.getHost() != null) {
            hosts.add(apiServer.getHost());
        }
        String service = System.getenv("KUBERNETES_SERVICE_HOST");
        if (service != null && !service.isEmpty()) {
            hosts.add(service);
        }
        for (String host : hosts) {
            try {
                addresses.addAll(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                // Nothing can be fetched from a name that leads nowhere.
                continue;
            }
        }
        return addresses;
    }
}
