package dev.millrace.cli.catalogue;

import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;
import org.w3c.dom.Document;

/** A bar chart for each metric: devices side by side, a colour a model. */
final class Plots {
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    /** More colours cannot be told apart. */
    private static final int MODELS = 6;

    private static final int TURNED = 60;

    private Plots() {}

    /** Writes the plots that there are figures for; returns their files. */
    static List<Path> write(Catalogue catalogue, Path folder) throws IOException {
        // No window is opened.
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            List<String> models =
                    catalogue.comparable(metric).stream().limit(MODELS).toList();
            if (!models.isEmpty()) {
                Path file = folder.resolve(metric.file + ".svg");
                save(chart(metric, models, catalogue.table(metric, models)), file);
                files.add(file);
            }
        }
        return files;
    }

    private static CategoryChart chart(Metric metric, List<String> models, Map<String, Map<String, Double>> table) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(metric.title)
                .yAxisTitle(metric.title)
                .build();
        chart.getStyler().setXAxisLabelRotation(TURNED);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        List<String> devices = List.copyOf(table.keySet());
        for (String model : models) {
            List<Double> values = new ArrayList<>();
            for (String device : devices) {
                values.add(table.getOrDefault(device, Map.of()).get(model));
            }
            chart.addSeries(model, devices, values);
        }
        return chart;
    }

    private static void save(CategoryChart chart, Path file) throws IOException {
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
