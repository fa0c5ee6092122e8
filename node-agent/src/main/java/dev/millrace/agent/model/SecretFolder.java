package dev.millrace.agent.model;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Secrets as files, as they are mounted into a Pod: NAMESPACE/NAME/KEY beneath a folder. */
public final class SecretFolder implements Secrets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final Path folder;

    public SecretFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Map<String, String> read(SecretName name) throws LoadException {
        if (!NAME.matcher(name.namespace()).matches()
                || !NAME.matcher(name.name()).matches()) {
            throw new LoadException("CredentialsMissing", "'" + name + "' is not the name of a Secret");
        }
        Map<String, String> values = new HashMap<>();
        Path secret = folder.resolve(name.namespace()).resolve(name.name());
        try (DirectoryStream<Path> keys = Files.newDirectoryStream(secret, Files::isRegularFile)) {
            for (Path key : keys) {
                values.put(key.getFileName().toString(), Files.readString(key).strip());
            }
        } catch (IOException e) {
            throw new LoadException("CredentialsMissing", "Secret " + name + " is not in the folder of credentials", e);
        }
        return values;
    }
}
