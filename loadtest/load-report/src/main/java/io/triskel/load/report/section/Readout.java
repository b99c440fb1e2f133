package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.html.Node;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values that the page's script writes for the moment under the pointer; hidden if scripts do not run. Values are means over equal
 * parts of the run, so that an hour stays small.
 */
record Readout(
        List<TargetRun> targets, List<TimeMeasure> measures, EmulatorLatency latencies, long lengthMs, Words words) {
    private static final int PARTS = 360;

    Element element() {
        int parts = parts();
        Element box = el("div", "readout").at("id", "readout").at("hidden", "");
        box.add(el("div").add(el("b").text("00:00"), el("br"), el("span").text("")));
        targets.forEach(target -> box.add(el("div")
                .add(
                        Marks.chip(words.targets(), target.id(), words.target(target.id())),
                        el("br"),
                        el("span").text(""))));
        box.add(el("input")
                .at("type", "range")
                .at("id", "moment")
                .at("min", "0")
                .at("max", Integer.toString(parts - 1))
                .at("value", "0")
                .at("aria-label", words.say("Moment of the run")));
        return box.add(
                el("script").at("type", "application/json").at("id", "samples").add(data(parts)));
    }

    private int parts() {
        int samples = targets.stream()
                .flatMap(one -> one.shown().series().stream())
                .flatMap(one -> one.columns().values().stream())
                .mapToInt(one -> one.length)
                .max()
                .orElse(1);
        return Math.max(1, Math.min(PARTS, samples));
    }

    /** Escapes each less-than sign, because a script element ends at the first {@code </} in its JSON. */
    private Node data(int parts) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode clocks = data.putArray("clocks");
        ArrayNode phases = data.putArray("phases");
        for (int i = 0; i < parts; i++) {
            long ms = lengthMs * i / parts;
            clocks.add(Words.clock(ms));
            phases.add(TimeSection.phaseAt(targets.get(0).shown().phases(), ms, words));
        }
        ArrayNode rows = data.putArray("targets");
        ArrayNode covered = data.putArray("covered");
        for (TargetRun target : targets) {
            boolean hides = latencies.hides(target);
            List<TimeMeasure> times =
                    measures.stream().filter(TimeMeasure::isTime).toList();
            List<TimeMeasure> others = new ArrayList<>(measures);
            others.removeAll(times);
            texts(rows.addArray(), target, hides ? others : measures, parts);
            texts(covered.addArray(), target, hides ? times : List.of(), parts);
        }
        return new Node.Raw(data.toString().replace("<", "\\u003c"));
    }

    private void texts(ArrayNode texts, TargetRun target, List<TimeMeasure> of, int parts) {
        for (int i = 0; i < (of.isEmpty() ? 0 : parts); i++) {
            texts.add(text(target, of, i, parts));
        }
    }

    private String text(TargetRun target, List<TimeMeasure> of, int part, int parts) {
        StringBuilder text = new StringBuilder();
        for (TimeMeasure measure : of) {
            Optional<double[]> samples = measure.of(target.shown().series().orElseThrow());
            if (samples.isPresent()) {
                int stepMs = target.shown().series().orElseThrow().stepMs();
                double value =
                        mean(samples.get(), lengthMs * part / parts / stepMs, lengthMs * (part + 1) / parts / stepMs);
                text.append(text.isEmpty() ? "" : ", ")
                        .append(words.say(measure.shortName()))
                        .append(' ')
                        .append(Double.isNaN(value) ? Words.ABSENT : measure.format(words, value));
                if (measure.isTime() && !latencies.label(target).isEmpty()) {
                    text.append(" (").append(latencies.label(target)).append(')');
                }
            }
        }
        return text.toString();
    }

    private static double mean(double[] samples, long from, long to) {
        double sum = 0;
        int count = 0;
        for (int i = (int) from; i < Math.min(Math.max(to, from + 1), samples.length); i++) {
            if (!Double.isNaN(samples[i])) {
                sum += samples[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
