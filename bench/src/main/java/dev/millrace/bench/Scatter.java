package dev.millrace.bench;

import dev.millrace.queueing.cases.Comparison.AppError;
import dev.millrace.queueing.cases.Comparison.Pair;
import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;

/** A plot of predicted against true figures in ms, both axes logarithmic. */
final class Scatter {
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 520;
    private static final int HEIGHT = 440;
    private final XYChart chart;

    private Scatter(String title, String truth) {
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(truth + " (ms)")
                .yAxisTitle("predicted (ms)")
                .build();
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
    }

    /**
     * The plot of those apps.
     *
     * @param truth where the true figures are from
     */
    static Scatter of(String title, String truth, List<AppError> apps) {
        Scatter scatter = new Scatter(title, truth);
        scatter.diagonal(apps);
        scatter.add("mean", apps, AppError::meanMs);
        scatter.add("p95", apps, AppError::p95Ms);
        scatter.add("p99", apps, AppError::p99Ms);
        return scatter;
    }

    private void diagonal(List<AppError> apps) {
        double low =
                apps.stream().mapToDouble(app -> app.meanMs().trueMs()).min().orElse(1);
        double high =
                apps.stream().mapToDouble(app -> app.p99Ms().trueMs()).max().orElse(1);
        double[] ends = {low, high};
        XYSeries line = chart.addSeries("equal", ends, ends);
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(Color.GRAY);
        line.setLineWidth(1);
    }

    private void add(String name, List<AppError> apps, Function<AppError, Pair> figure) {
        List<Pair> pairs = apps.stream().map(figure).toList();
        XYSeries series = chart.addSeries(
                name,
                pairs.stream().mapToDouble(Pair::trueMs).toArray(),
                pairs.stream().mapToDouble(Pair::predictedMs).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }

    /** Writes it as SVG. */
    void save(Path file) throws IOException {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG_NAMESPACE, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setPrecision(1);
        SVGGraphics2D graphics = new SVGGraphics2D(context, true);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(out, true);
        }
    }
}
