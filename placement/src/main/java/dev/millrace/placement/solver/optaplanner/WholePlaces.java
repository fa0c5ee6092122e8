package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** The places of a whole app, made when they are looked at: the solver asks for their number only. */
final class WholePlaces extends AbstractList<Hosting> implements RandomAccess {
    private final List<Option> options;

    WholePlaces(List<Option> options) {
        this.options = options;
    }

    @Override
    public Hosting get(int index) {
        return Hosting.whole(options.get(index));
    }

    @Override
    public int size() {
        return options.size();
    }
}
