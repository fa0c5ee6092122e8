package dev.millrace.images;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/**
 * What an image holds, as CycloneDX 1.6 in JSON: each jar with its digest as it lies in the image, the Java runtime, and
 * Debian's packages. The same image gives the same bytes: no serial number, and the time is that of the image's files.
 */
final class BillOfMaterials {
    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    private static final Pattern JAR_NAME = Pattern.compile("(.+?)-(\\d[\\w.]*)(-[\\w.-]+)?\\.jar");
    private static final Pattern DEBIAN_NAME = Pattern.compile("([^_]+)_([^_]+)_([^_]+)\\.deb");

    private final Bom bom = new Bom();

    /** @param name of the image, without a tag */
    BillOfMaterials(String name, String tag) {
        Component image = new Component();
        image.setType(Component.Type.CONTAINER);
        image.setName(name);
        image.setVersion(tag);
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(Layers.TIME));
        metadata.setComponent(image);
        bom.setMetadata(metadata);
    }

    /** All jars below a folder. */
    BillOfMaterials withJars(Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(folder::relativize))
                    .toList();
        }
        for (Path jar : jars) {
            bom.addComponent(component(jar));
        }
        return this;
    }

    /** The JDK of which the runtime is a part. */
    BillOfMaterials withJava(String version) {
        Component java = new Component();
        java.setType(Component.Type.PLATFORM);
        java.setName("openjdk");
        java.setVersion(version);
        bom.addComponent(java);
        return this;
    }

    /** @param files names of Debian packages, {@code NAME_VERSION_ARCHITECTURE.deb} */
    BillOfMaterials withPackages(List<String> files) throws IOException {
        for (String file : files) {
            Matcher parts = DEBIAN_NAME.matcher(file);
            if (!parts.matches()) {
                throw new IOException(file + " is no file name of a Debian package");
            }
            // apt writes the colon of an epoch as %3a.
            String version = parts.group(2).replace("%3a", ":");
            Component component = named(parts.group(1), version);
            component.setPurl(purl(PackageURLBuilder.aPackageURL()
                    .withType("deb")
                    .withNamespace("debian")
                    .withName(parts.group(1))
                    .withVersion(version)
                    .withQualifier("arch", parts.group(3))));
            bom.addComponent(component);
        }
        return this;
    }

    void write(Path file) throws IOException {
        try {
            Files.writeString(
                    file,
                    BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n");
        } catch (GeneratorException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static Component component(Path jar) throws IOException {
        Component component = identified(jar);
        component.setHashes(List.of(new Hash(Hash.Algorithm.SHA_256, sha256(jar))));
        return component;
    }

    /** By the coordinates in the jar; a jar that holds those of others too is not the work of one of them. */
    private static Component identified(Path jar) throws IOException {
        List<Properties> found = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(one -> COORDINATES.matcher(one.getName()).matches())
                    .toList()) {
                Properties coordinates = new Properties();
                try (InputStream in = zip.getInputStream(entry)) {
                    coordinates.load(in);
                }
                found.add(coordinates);
            }
        }
        String file = jar.getFileName().toString();
        List<Properties> own = found.stream()
                .filter(one -> file.contains(one.getProperty("artifactId") + "-" + one.getProperty("version")))
                .toList();
        if (own.size() != 1) {
            Matcher parts = JAR_NAME.matcher(file);
            return parts.matches() ? named(parts.group(1), parts.group(2)) : named(file, "");
        }
        Properties coordinates = own.getFirst();
        Component component = named(coordinates.getProperty("artifactId"), coordinates.getProperty("version"));
        component.setGroup(coordinates.getProperty("groupId"));
        component.setPurl(purl(PackageURLBuilder.aPackageURL()
                .withType(PackageURL.StandardTypes.MAVEN)
                .withNamespace(component.getGroup())
                .withName(component.getName())
                .withVersion(component.getVersion())));
        return component;
    }

    private static Component named(String name, String version) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setName(name);
        component.setVersion(version.isEmpty() ? null : version);
        return component;
    }

    private static PackageURL purl(PackageURLBuilder builder) throws IOException {
        try {
            return builder.build();
        } catch (MalformedPackageURLException e) {
            throw new IOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
