package dev.millrace.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * The key with which the API server signs the tokens of service accounts.
 *
 * @param privateKey PEM file, PKCS #8
 * @param publicKey PEM file
 */
record SigningKey(Path privateKey, Path publicKey) {

    static SigningKey generate(Path folder) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            SigningKey key = new SigningKey(folder.resolve("sa.key"), folder.resolve("sa.pub"));
            write(key.privateKey, "PRIVATE KEY", pair.getPrivate().getEncoded());
            write(key.publicKey, "PUBLIC KEY", pair.getPublic().getEncoded());
            return key;
        } catch (GeneralSecurityException e) {
            throw new TestbedException("this JDK cannot make an elliptic-curve key", e);
        }
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
