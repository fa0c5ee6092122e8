package dev.millrace.operator;

import picocli.CommandLine.IVersionProvider;

/** The version the operator was built as, {@code development} where it runs from classes. */
final class OperatorVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = OperatorVersion.class.getPackage().getImplementationVersion();
        return new String[] {"millrace operator " + (version == null ? "development" : version)};
    }
}
