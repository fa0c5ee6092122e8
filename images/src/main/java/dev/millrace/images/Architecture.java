package dev.millrace.images;

import java.util.Locale;

/** A processor architecture under its names elsewhere. */
enum Architecture {
    AMD64("amd64", "x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2"),
    ARM64("arm64", "aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1");

    private final String label;
    private final String multiarch;
    private final String loader;

    Architecture(String label, String multiarch, String loader) {
        this.label = label;
        this.multiarch = multiarch;
        this.loader = loader;
    }

    /** Of the machine that this program runs on. */
    static Architecture ofThisMachine() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? ARM64 : AMD64;
    }

    /** As OCI and Debian call it. */
    String label() {
        return label;
    }

    /** Debian's name of the folder of its shared libraries. */
    String multiarch() {
        return multiarch;
    }

    /** Where programs look for the dynamic loader, relative to the root. */
    String loader() {
        return loader;
    }
}
