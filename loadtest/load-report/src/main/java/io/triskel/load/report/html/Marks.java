package io.triskel.load.report.html;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.cloud.Look;
import io.triskel.load.report.words.Targets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The shape and the colour of each target: those of its cloud, and a diamond for all else. */
public final class Marks {
    private static final String DIAMOND = "M0,-1.2L1.2,0L0,1.2L-1.2,0Z";
    private static final String ARM = "M0,0C0,-5 3,-8.5 7,-8.5C11,-8.5 12.5,-4.5 10,-3C8.4,-2 6.6,-3.2 7,-5";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");

    private Marks() {}

    /** {@return the shape around the origin, in the current colour} */
    public static Element shape(Targets targets, String target, double radius) {
        String path = targets.look(target).map(Look::path).orElse(DIAMOND);
        return el("path")
                .at(
                        "d",
                        NUMBER.matcher(path)
                                .replaceAll(number -> Element.coordinate(radius * Double.parseDouble(number.group()))));
    }

    /** {@return the name of a target behind its shape, in its colour} */
    public static Element chip(Targets targets, String target, String text) {
        return el("span", "t " + targets.style(target))
                .add(el("svg")
                        .at("viewBox", "-6 -6 12 12")
                        .at("aria-hidden", "true")
                        .add(shape(targets, target, 4.6)))
                .text(text);
    }

    /** {@return our mark: an arm for each cloud, in its colour} */
    public static Element logo(Clouds clouds) {
        Element logo = el("svg").at("viewBox", "-16 -16 32 32").at("aria-hidden", "true");
        List<String> arms = clouds.ids();
        for (int i = 0; i < arms.size(); i++) {
            int degrees = i * 360 / arms.size() - 30;
            logo.add(el("path", arms.get(i)).at("d", ARM).at("transform", "rotate(" + degrees + ")"));
        }
        return logo;
    }

    /** Adds what a reader must know to read a drawing right, unless it is nothing. */
    public static Element labelled(Element around, String label) {
        return label.isEmpty() ? around : around.add(el("small", "emulated").text(label));
    }

    /** {@return what a browser shows in the place of the element before it when the reader asks for it} */
    public static Element template(Node... covered) {
        return el("template").add(covered);
    }

    /** {@return the style sheet of the clouds' colours; {@code report.css} has the rest} */
    public static Inlined colours(Clouds clouds) {
        return new Inlined(clouds.all().stream()
                .map(cloud -> "." + cloud.id() + " { color: light-dark("
                        + cloud.look().light() + ", " + cloud.look().dark() + "); }\n")
                .collect(Collectors.joining()));
    }
}
