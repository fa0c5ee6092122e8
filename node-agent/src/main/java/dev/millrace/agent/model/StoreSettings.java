package dev.millrace.agent.model;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a model store may do.
 *
 * @param modelRoot folder that {@code file:} addresses have to lie beneath; null refuses them all
 * @param cache folder for what is downloaded, made when first needed
 * @param cacheLimitBytes most that the folder holds, and most that one file may have
 * @param rules addresses that may be connected to
 * @param secrets where credentials come from
 * @param s3Endpoint server that {@code s3:} means where no Secret says so, or null for Amazon's
 * @param s3Region likewise its region, or null for us-east-1
 */
public record StoreSettings(
        @Nullable Path modelRoot,
        Path cache,
        long cacheLimitBytes,
        AddressRules rules,
        Secrets secrets,
        @Nullable URI s3Endpoint,
        @Nullable String s3Region) {
    /** Bytes that are kept where nothing is said: 8 GiB. */
    public static final long DEFAULT_LIMIT_BYTES = 8L << 30;

    /** The same with another folder for what is downloaded. */
    public StoreSettings in(Path folder) {
        return new StoreSettings(modelRoot, folder, cacheLimitBytes, rules, secrets, s3Endpoint, s3Region);
    }

    /** Public sources and files only, without credentials. */
    public static StoreSettings of(@Nullable Path modelRoot, Path cache) {
        return new StoreSettings(modelRoot, cache, DEFAULT_LIMIT_BYTES, AddressRules.STRICT, Secrets.NONE, null, null);
    }
}
