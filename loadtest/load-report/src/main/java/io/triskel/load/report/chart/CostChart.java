package io.triskel.load.report.chart;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parts of a cloud's bill, one below another.
 *
 * @param parts US dollars by the part's name, for a number of events that is the same for all clouds
 * @param scale a scale of dollars that all clouds share; a bracket that ends outside it has its end in words
 */
public record CostChart(String cloud, Map<String, Range> parts, Scale scale, Words words) {
    private static final int ROW = 36;
    private static final int BOTTOM = 24;

    public Element draw() {
        int height = ROW * parts.size() + BOTTOM;
        Frame frame = new Frame(height, 4, BOTTOM, label());
        frame.below(scale, height - 7, words::money);
        double y = 4;
        for (Map.Entry<String, Range> part : parts.entrySet()) {
            Range usd = part.getValue();
            frame.bar(0, scale.share(usd.likely()), y + 18, 10, "bar");
            if (!usd.isExact()) {
                frame.bounds(scale.share(usd.low()), scale.share(usd.high()), y + 23);
            }
            frame.text(0, y + 13, part.getKey() + "  " + amount(usd), "k halo", "start");
            y += ROW;
        }
        return frame.in("bare " + cloud);
    }

    private String amount(Range usd) {
        String likely = words.money(usd.likely());
        return scale.share(usd.high()) < 1 ? likely : words.say("{0}, or up to {1}", likely, words.money(usd.high()));
    }

    private String label() {
        return words.target(cloud)
                + words.language().colon()
                + parts.entrySet().stream()
                        .map(part -> part.getKey() + " " + amount(part.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
