package dev.millrace.placement.cell;

import dev.millrace.placement.problem.Cell;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What runs in a cell. Equal contents in cells of equal type have equal predictions, whichever apps they are. */
public final class CellContent {
    private final Cell cell;
    private final List<Tenant> tenants;
    private final long[] codes;
    private final int hash;

    /** The content of a cell; the order of the tenants given does not matter. */
    public CellContent(Cell cell, List<Tenant> tenants) {
        this.cell = cell;
        this.tenants = tenants.stream()
                .sorted(Comparator.comparingLong(Tenant::code)
                        .thenComparingInt(tenant -> tenant.option().appIndex()))
                .toList();
        this.codes = this.tenants.stream().mapToLong(Tenant::code).toArray();
        this.hash = 31 * cell.type() + Arrays.hashCode(codes);
    }

    public Cell cell() {
        return cell;
    }

    /** The tenants, sorted by code. */
    public List<Tenant> tenants() {
        return tenants;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CellContent that && cell.type() == that.cell.type() && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
