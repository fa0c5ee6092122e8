package dev.millrace.operator;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** The version the operator was built as. */
final class OperatorVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "millrace operator "
                    + ConfigProvider.getConfig()
                            .getOptionalValue("quarkus.application.version", String.class)
                            .orElse("unknown")
        };
    }
}
