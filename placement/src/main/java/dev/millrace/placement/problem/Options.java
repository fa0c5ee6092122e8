package dev.millrace.placement.problem;

import dev.millrace.placement.NodeModels;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.DeviceRef;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/** The options of one app, made when they are looked at: what they hold beyond the shared places is worked out once a kind. */
final class Options extends AbstractList<Option> implements RandomAccess {
    private final int appIndex;
    private final App app;
    private final Places places;
    private final String[] copyIds;
    private final double[] work;
    private final double[] cpuWork;

    Options(int appIndex, App app, Places places) {
        this.appIndex = appIndex;
        this.app = app;
        this.places = places;
        this.copyIds = new String[app.variants().size()];
        for (int v = 0; v < copyIds.length; v++) {
            copyIds[v] = NodeModels.copyId(app, app.variants().get(v));
        }
        this.work = new double[places.kinds()];
        this.cpuWork = new double[places.kinds()];
        for (Places.Place place : places.distinct()) {
            work[place.kind()] = Option.work(app, place.site(), place.profile());
            cpuWork[place.kind()] = Option.cpuWork(app, place.site(), work[place.kind()]);
        }
    }

    @Override
    public Option get(int index) {
        return option(places.all().get(index));
    }

    @Override
    public int size() {
        return places.all().size();
    }

    /** Those on some devices, in the same order. */
    List<Option> on(Selection selection) {
        return new Part(selection.positions(places));
    }

    /** Some of the options, made when they are looked at like all. */
    private final class Part extends AbstractList<Option> implements RandomAccess {
        private final int[] positions;

        Part(int[] positions) {
            this.positions = positions;
        }

        @Override
        public Option get(int index) {
            return Options.this.get(positions[index]);
        }

        @Override
        public int size() {
            return positions.length;
        }
    }

    /** One option of each kind and size of memory: what holds for it holds for the others on an empty device. */
    List<Option> distinct() {
        return places.distinct().stream().map(this::option).toList();
    }

    /** The option of that device and variant; empty if the app may not take it. */
    Optional<Option> at(DeviceRef device, String variant) {
        return places.all().stream()
                .filter(place -> place.site().ref().equals(device)
                        && app.variants().get(place.variantIndex()).name().equals(variant))
                .findFirst()
                .map(this::option);
    }

    private Option option(Places.Place place) {
        return new Option(
                appIndex,
                app,
                place.site(),
                app.variants().get(place.variantIndex()),
                place.variantIndex(),
                place.profile(),
                copyIds[place.variantIndex()],
                work[place.kind()],
                cpuWork[place.kind()]);
    }
}
