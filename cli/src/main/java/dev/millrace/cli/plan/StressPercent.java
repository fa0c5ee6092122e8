package dev.millrace.cli.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads by how much profiles are supposed to be too low, such as {@code 10%}. */
final class StressPercent implements ITypeConverter<Double> {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,6})?)%");
    private static final double MOST = 1000;

    @Override
    public Double convert(String text) {
        Matcher matcher = PERCENT.matcher(text);
        double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
        if (percent > 0 && percent <= MOST) {
            return percent;
        }
        throw new TypeConversionException("'" + text + "' is not a percentage above 0% and up to 1000%, such as 10%");
    }
}
