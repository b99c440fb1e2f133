package io.triskel.load.study;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.words.Language;

/** The first page: title, date, language, and what the figures are worth. */
final class Cover {
    static final Phrase STATUS =
            new Phrase("Nothing has run on a cloud account", "Rien n’a été exécuté sur un compte cloud");

    private static final Phrase READER =
            new Phrase("Study for the architecture board", "Étude pour le comité d’architecture");
    private static final Phrase WORTH = new Phrase(
            "Costs come from list prices, limits from documentation, measurements from memory and local emulators.",
            "Les coûts viennent des prix publics, les limites de la documentation, les mesures de la mémoire et d’émulateurs"
                    + " locaux.");
    private static final Phrase LANGUAGE = new Phrase(
            "English; the French version says the same", "Français\u202f; la version anglaise dit la même chose");
    private static final Phrase FIGURES = new Phrase(
            "Each figure in the text links to its source in the annex",
            "Dans le texte, chaque chiffre renvoie à sa source en annexe");

    private Cover() {}

    static Element of(StudyDocument document, Clouds clouds) {
        Language language = document.language();
        return el("header", "cover")
                .add(
                        el("p", "brand").add(Marks.logo(clouds)).text("Triskel"),
                        el("div", "title")
                                .add(
                                        el("p", "reader").text(READER.in(language)),
                                        el("h1").text(StudyDocument.SHORT.in(language))),
                        el("div", "status")
                                .add(
                                        el("p").add(el("strong").text(STATUS.in(language))),
                                        el("p").text(WORTH.in(language))),
                        el("dl", "about")
                                .add(line(new Phrase("Date", "Date"), document.date(), language))
                                .add(line(new Phrase("Language", "Langue"), LANGUAGE.in(language), language))
                                .add(line(new Phrase("Figures", "Chiffres"), FIGURES.in(language), language)));
    }

    private static Element line(Phrase name, String text, Language language) {
        return el("div").add(el("dt").text(name.in(language)), el("dd").text(text));
    }
}
