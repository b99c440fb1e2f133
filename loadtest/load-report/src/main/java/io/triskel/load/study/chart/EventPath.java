package io.triskel.load.study.chart;

import io.triskel.load.report.html.Element;
import java.util.function.BinaryOperator;

/** The path of an event from the code that publishes it to the handler, with the detour of one that fails. */
public final class EventPath {
    private static final double WIDTH = 190;
    private static final double MIDDLE = 245;
    private static final double RIGHT = 490;

    private EventPath() {}

    /** {@return what the figure says, as a text} */
    public static String told(BinaryOperator<String> say) {
        return say.apply(
                "Your code publishes through the core to the cloud’s bus. A function, the inbox and your handler follow."
                        + " Events that fail are parked and replayed in order.",
                "Le code métier publie vers le bus du cloud par le noyau. Une fonction, l’«\u00a0inbox\u00a0» et le traitement"
                        + " suivent. Les événements en échec sont mis de côté, puis rejoués dans l’ordre.");
    }

    /** {@return the figure; {@code say} chooses between English and French} */
    public static Element draw(BinaryOperator<String> say) {
        Drawing drawing = new Drawing(250, told(say));
        drawing.box(
                0,
                2,
                WIDTH,
                "",
                say.apply("your code", "code métier"),
                say.apply("publishes with a key", "publie avec une clé"));
        drawing.box(
                MIDDLE,
                2,
                WIDTH,
                "ours",
                say.apply("publisher", "publication"),
                say.apply("in order per key", "dans l’ordre de chaque clé"));
        drawing.box(
                RIGHT, 2, WIDTH, "sunk", say.apply("event bus", "bus d’événements"), "Kinesis, Event Hubs, Pub/Sub");
        drawing.box(RIGHT, 92, WIDTH, "sunk", say.apply("function", "fonction"), "Lambda, Functions, Cloud Run");
        drawing.box(
                MIDDLE,
                92,
                WIDTH,
                "ours",
                say.apply("inbox", "«\u00a0inbox\u00a0»"),
                say.apply("recognises duplicates", "reconnaît les doublons"));
        drawing.box(
                0,
                92,
                WIDTH,
                "",
                say.apply("your handler", "traitement"),
                say.apply("does the work", "exécute le métier"));
        drawing.box(
                MIDDLE,
                182,
                WIDTH,
                "ours",
                say.apply("parking lot", "zone d’attente"),
                say.apply("one lane per key", "une voie par clé"));
        drawing.way(WIDTH, 25, MIDDLE - 2, 25);
        drawing.way(MIDDLE + WIDTH, 25, RIGHT - 2, 25);
        drawing.way(RIGHT + WIDTH / 2, 48, RIGHT + WIDTH / 2, 90);
        drawing.way(RIGHT, 115, MIDDLE + WIDTH + 2, 115);
        drawing.way(MIDDLE, 115, WIDTH + 2, 115);
        drawing.way(60, 138, 60, 214, MIDDLE - 2, 214);
        drawing.way(MIDDLE, 194, 140, 194, 140, 140);
        drawing.text(68, 208, say.apply("it fails", "échec"), "soft small");
        drawing.text(148, 168, say.apply("replay, in order", "rejeu, dans l’ordre"), "soft small");
        drawing.text(
                RIGHT - 44,
                203,
                say.apply("Later events of this key wait;", "Les suivants de cette clé attendent\u202f;"),
                "soft small");
        drawing.text(RIGHT - 44, 218, say.apply("other keys go on.", "les autres clés continuent."), "soft small");
        drawing.text(
                0,
                246,
                say.apply(
                        "Dark outline: Triskel’s core. Grey: the cloud, an emulator, or memory.",
                        "Contour foncé\u00a0: le noyau de Triskel. Gris\u00a0: le cloud, un émulateur ou la mémoire."),
                "soft small");
        return drawing.under(
                say.apply("The path of an event", "Le parcours d’un événement"),
                say.apply(
                        "Ordering, duplicates and failures are handled in the core, the same on all clouds.",
                        "L’ordre, les doublons et les échecs sont traités dans le noyau, de la même façon sur tous les clouds."));
    }
}
