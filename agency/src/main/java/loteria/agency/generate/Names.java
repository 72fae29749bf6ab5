package loteria.agency.generate;

import java.util.List;
import java.util.Random;

/** Made-up names of people: most are plain, some are hard for a CSV reader. */
final class Names {
  private static final List<String> FIRST =
      List.of(
          "Agustín",
          "Ana",
          "Andrés",
          "Axel",
          "Bautista",
          "Belén",
          "Brenda",
          "Camila",
          "Candela",
          "Carlos",
          "Catalina",
          "Ciro",
          "Clara",
          "Delfina",
          "Diego",
          "Eduardo",
          "Elena",
          "Emilia",
          "Ezequiel",
          "Facundo",
          "Federico",
          "Florencia",
          "Francisco",
          "Gonzalo",
          "Guadalupe",
          "Ignacio",
          "Inés",
          "Iñaki",
          "Jazmín",
          "Joaquín",
          "Josefina",
          "Juan",
          "Julieta",
          "Lautaro",
          "Lucía",
          "Luciano",
          "Luz",
          "Malena",
          "Marcos",
          "María",
          "Martín",
          "Mateo",
          "Mía",
          "Morena",
          "Nahuel",
          "Nicolás",
          "Olivia",
          "Paula",
          "Ramiro",
          "Renata",
          "Rocío",
          "Santiago",
          "Sofía",
          "Thiago",
          "Tomás",
          "Valentina",
          "Verónica",
          "Victoria",
          "Ximena",
          "Zoe");

  private static final List<String> LAST =
      List.of(
          "Acosta",
          "Aguirre",
          "Álvarez",
          "Benítez",
          "Bermúdez",
          "Cabrera",
          "Castro",
          "Córdoba",
          "Correa",
          "D'Angelo",
          "De la Fuente",
          "Díaz",
          "Domínguez",
          "Echeverría",
          "Fernández",
          "Ferreyra",
          "Figueroa",
          "García",
          "Giménez",
          "Gómez",
          "González",
          "Gutiérrez",
          "Güemes",
          "Hernández",
          "Herrera",
          "Ibáñez",
          "Juárez",
          "Ledesma",
          "López",
          "Luna",
          "Maldonado",
          "Martínez",
          "Medina",
          "Méndez",
          "Molina",
          "Muñoz",
          "Núñez",
          "Ojeda",
          "Ortiz",
          "Páez",
          "Peralta",
          "Pérez",
          "Ponce",
          "Quiroga",
          "Ramírez",
          "Ríos",
          "Rodríguez",
          "Romero",
          "Ruiz",
          "Sánchez",
          "Sosa",
          "Suárez",
          "Toledo",
          "Vázquez",
          "Villalba",
          "Yáñez",
          "Zárate");

  private static final List<String> NICKNAMES =
      List.of("Beto", "Cacho", "Chiqui", "Coco", "Flaco", "Lala", "Nena", "Pocha", "Tito");

  private static final List<String> SUFFIXES = List.of(", hijo", ", nieta", ", viuda de Paz");

  private static final int TWO_NAMES_IN = 2;
  private static final int NICKNAME_IN = 50;
  private static final int SUFFIX_IN = 50;

  private final boolean plain;

  Names(boolean plain) {
    this.plain = plain;
  }

  /** One or two first names, occasionally with a nickname in quotes. */
  String first(Random random) {
    String name = one(FIRST, random);
    if (random.nextInt(TWO_NAMES_IN) == 0) {
      name += " " + one(FIRST, random);
    }
    boolean hasNickname = random.nextInt(NICKNAME_IN) == 0;
    String nickname = one(NICKNAMES, random);
    return hasNickname && !plain ? name + " \"" + nickname + "\"" : name;
  }

  /** A last name, occasionally with a comma. */
  String last(Random random) {
    String name = one(LAST, random);
    boolean hasSuffix = random.nextInt(SUFFIX_IN) == 0;
    String suffix = one(SUFFIXES, random);
    return hasSuffix && !plain ? name + suffix : name;
  }

  private static String one(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }
}
