package dev.millrace.crds.units;

import dev.millrace.crds.schema.Names;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Kubernetes quantities of memory ({@code 936Mi}, {@code 3.75Mi}, {@code 4Gi}, {@code 1e9}) and bytes. */
public final class Quantities {
    private static final Pattern WHOLE = Pattern.compile(Names.QUANTITY_PATTERN);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /**
     * The quantity in bytes, a fraction of a byte rounded up as Kubernetes does.
     *
     * @throws IllegalArgumentException where the text is no quantity, is negative or is more than 2^63 - 1 bytes
     */
    public static long bytes(String text) {
        if (!WHOLE.matcher(text).matches() || text.length() > Names.QUANTITY_MAX_LENGTH) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a quantity of memory. Maybe the unit is written differently: 936Mi, 4Gi, 1500M");
        }
        var bytes = Quantity.getAmountInBytes(new Quantity(text.startsWith("+") ? text.substring(1) : text))
                .setScale(0, RoundingMode.CEILING);
        if (bytes.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is more than 2^63 - 1 bytes");
        }
        return bytes.longValueExact();
    }
}
