package io.triskel.orders.input;

import java.util.List;

/** Names for the generated input; the last products are never in stock, or withdrawn. */
final class GeneratedNames {
    static final List<String> PRODUCTS = List.of(
            "Espresso beans, 1 kg",
            "Filter coffee, 500 g",
            "Green tea, loose leaf",
            "Earl Grey, 100 bags",
            "Oat drink, 1 l",
            "Dark chocolate, 70 %",
            "Almond biscuits",
            "Wildflower honey",
            "Olive oil, extra virgin",
            "Balsamic vinegar",
            "Wholegrain spaghetti",
            "Basmati rice, 2 kg",
            "Red lentils, 1 kg",
            "Chickpeas, dried",
            "Sea salt, coarse",
            "Black pepper, whole",
            "Smoked paprika",
            "Chilli flakes",
            "Vanilla pods",
            "Baking paper",
            "Cast iron pan, 28 cm",
            "Chef's knife, 20 cm",
            "Bread knife",
            "Cutting board, oak",
            "Mixing bowl, steel",
            "Hand whisk",
            "Kitchen scales",
            "French press, 1 l",
            "Moka pot, six cups",
            "Milk frother",
            "Linen tea towels, 3",
            "Apron, blue",
            "Storage jar, 1 l",
            "Storage jar, 2 l",
            "Lunch box, steel",
            "Water bottle, 750 ml",
            "Truffle oil, 100 ml",
            "Saffron threads, 1 g",
            "Copper kettle",
            "Plastic straws, 200",
            "Microwave popcorn, 12");

    static final List<String> FIRST = List.of(
            "Ada", "Amara", "Anton", "Beatriz", "Chidi", "Clara", "Dmitri", "Elif", "Emeka", "Farah", "Goran", "Hana",
            "Ines", "Ivan", "Jana", "Jonas", "Kaito", "Leila", "Lukas", "Maria", "Mateo", "Mei", "Nadia", "Noah");

    static final List<String> LAST = List.of(
            "Abe",
            "Ali",
            "Becker",
            "Costa",
            "Diaz",
            "Fischer",
            "Garcia",
            "Horvat",
            "Ito",
            "Jensen",
            "Kaya",
            "Kowalski",
            "Larsen",
            "Meyer",
            "Nowak",
            "Okafor",
            "Olsen",
            "Petrov",
            "Rossi",
            "Silva",
            "Tanaka",
            "Weber",
            "Yilmaz");

    private GeneratedNames() {}
}
