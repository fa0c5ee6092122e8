package dev.millrace.crds.schema;

/** Patterns of names and units in manifests. */
public final class Names {
    /** A DNS-1123 label (RFC 1123). */
    public static final String LABEL_PATTERN = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    /** A DNS-1123 subdomain: labels joined by dots. */
    public static final String SUBDOMAIN_PATTERN = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** A name inside an object, such as a device's: letters, digits, {@code - _ .}, no special character at either end. */
    public static final String MEMBER_PATTERN = "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

    /** A duration as Go's time.ParseDuration reads it, without sign and with digits on both sides of a point. */
    public static final String DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$";

    /** A Kubernetes resource quantity, not negative. */
    public static final String QUANTITY_PATTERN =
            "^\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$";

    /** A SHA-256. */
    public static final String SHA256_PATTERN = "^[0-9a-f]{64}$";

    /** Longest quantity in characters. */
    public static final int QUANTITY_MAX_LENGTH = 32;

    private Names() {}
}
