package io.triskel.load.report.chart;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Samples as a path. If there are more samples than columns, each column keeps its lowest and its highest sample in their order. */
public final class Line {
    private final List<double[]> points = new ArrayList<>();

    private Line() {}

    /**
     * @param samples {@code NaN} is a gap
     * @param columns number of columns over which the samples are spread
     * @param height makes a height in pixels, from the top, of a sample
     */
    static Line of(double[] samples, int columns, DoubleUnaryOperator height) {
        Line line = new Line();
        if (samples.length <= columns) {
            for (int i = 0; i < samples.length; i++) {
                line.point((i + 0.5) * columns / samples.length, height.applyAsDouble(samples[i]), samples[i]);
            }
            return line;
        }
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * samples.length / columns);
            int to = (int) ((long) (column + 1) * samples.length / columns);
            line.column(column, samples, from, to, height);
        }
        return line;
    }

    private void column(int column, double[] samples, int from, int to, DoubleUnaryOperator height) {
        int lowest = from;
        int highest = from;
        for (int i = from; i < to; i++) {
            if (Double.isNaN(samples[lowest]) || samples[i] < samples[lowest]) {
                lowest = i;
            }
            if (Double.isNaN(samples[highest]) || samples[i] > samples[highest]) {
                highest = i;
            }
        }
        int first = Math.min(lowest, highest);
        int second = Math.max(lowest, highest);
        point(column + 0.5, height.applyAsDouble(samples[first]), samples[first]);
        if (samples[first] != samples[second]) {
            point(column + 0.5, height.applyAsDouble(samples[second]), samples[second]);
        }
    }

    private void point(double x, double y, double sample) {
        points.add(Double.isNaN(sample) ? new double[] {x, Double.NaN} : new double[] {x, y});
    }

    /** {@return the line, and the area between the line and the floor} */
    List<Element> withArea(double floor) {
        StringBuilder area = new StringBuilder();
        int from = -1;
        for (int i = 0; i <= points.size(); i++) {
            boolean gap = i == points.size() || Double.isNaN(points.get(i)[1]);
            if (!gap && from < 0) {
                from = i;
                area.append('M').append(tenth(points.get(i)[0])).append(',').append(tenth(floor));
            }
            if (!gap) {
                area.append('L').append(tenth(points.get(i)[0])).append(',').append(tenth(points.get(i)[1]));
            } else if (from >= 0) {
                area.append('V').append(tenth(floor)).append('Z');
                from = -1;
            }
        }
        return List.of(el("path", "fillc").at("d", area.toString()), path("ln"));
    }

    Element path(String classes) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (double[] point : points) {
            if (Double.isNaN(point[1])) {
                down = false;
            } else {
                path.append(down ? 'L' : 'M')
                        .append(tenth(point[0]))
                        .append(',')
                        .append(tenth(point[1]));
                down = true;
            }
        }
        return el("path", classes).at("d", path.toString());
    }

    /** {@return how many points are drawn} */
    int size() {
        return points.size();
    }

    private static String tenth(double value) {
        return Element.coordinate(Math.rint(value * 10) / 10);
    }
}
