//! Spanish.

use super::{Common, Concern, Letter};

pub const COMMON: Common = Common {
    hello: &[
        "Hola",
        "Buenos días",
        "Buenas tardes",
        "Hola a todos",
        "Estimados señores",
        "Buenas",
        "Estimado equipo",
        "",
    ],
    since: &[
        "desde ayer",
        "desde esta mañana",
        "desde el {weekday}",
        "desde el {date}",
        "desde hace [dos|tres|unos] días",
        "desde las {clock}",
        "desde el fin de semana",
        "desde la semana pasada",
    ],
    tried: &[
        "He [reiniciado todo|cambiado de navegador|borrado la caché], [sin éxito|sigue igual|nada].",
        "Lo hemos [probado|repetido] [a las {clock}|dos veces|hoy], [mismo resultado|sigue igual].",
        "Nuestra informática dice que aquí no ha cambiado nada.",
        "",
        "",
    ],
    impact: &[
        "Nos [retrasa|hace perder tiempo], pero [nos apañamos|podemos esperar un poco].",
        "Lo necesitamos para [el cierre|la reunión del {weekday}|un cliente].",
        "A {person} le pasa lo mismo.",
        "",
        "",
    ],
    high_impact: &[
        "[Afecta a|Les pasa a] todos los usuarios[ de {place}| de la planta| aquí].",
        "Todo el departamento está [parado|esperando].",
    ],
    low_impact: &["[Parece que|Creo que] solo a mí[, a los compañeros no|].", "De momento solo yo[, que sepa|]."],
    high_urgency: &[
        "Es urgente[, tenemos plazo hasta el {weekday}| para nosotros|].",
        "[Necesitamos ayuda|Hace falta una respuesta] cuanto antes[, {person} está esperando|].",
        "Por favor, [mírenlo|contesten] cuanto antes.",
    ],
    low_urgency: &["Sin prisa[, la semana que viene vale|].", "No corre prisa[, cuando puedan|]."],
    ask: &[
        "¿[Pueden|Podrían] [revisarlo|mirarlo|comprobarlo][, por favor|]?",
        "¿[Saben|Tienen idea de] qué pasa?",
        "Quedo a la espera[ de su respuesta|].",
        "¿Qué podemos hacer?",
        "¿Es algo conocido?",
    ],
    ask_request: &[
        "¿[Puede estar|Sería posible] para el {weekday}?",
        "Confírmenme cuando esté hecho, por favor.",
        "¿Necesitan algo más de nuestra parte?",
    ],
    regards: &["Un saludo", "Saludos", "Saludos cordiales", "Atentamente", "Sls", ""],
    thanking_regards: &[
        "Gracias",
        "Muchas gracias",
        "Gracias de antemano",
        "Gracias y un saludo",
        "Gracias por su ayuda",
    ],
    complaint: &[
        "[Quiero presentar|Presento] una reclamación[ formal|].",
        "[Tomen esto como|Esto es] una reclamación.",
        "Es la [segunda|tercera] vez, así que pongo una reclamación.",
    ],
    attached: &["Adjunto [captura|pantallazo].", "[Ver adjunto|Va en el adjunto].", "Les adjunto lo que veo."],
    answer_lead: &[
        "",
        "",
        "Claro:",
        "Aquí va:",
        "Hola {first},",
        "Sobre su pregunta:",
        "Perdón por el retraso.",
        "Sí,",
    ],
    chaser: &[
        "¿[Hay|Tienen] [novedades|alguna noticia][ de {topic}|]?",
        "[Solo para recordar|Insisto un poco]: [aquí sigue igual|seguimos esperando|igual que el {weekday}].",
        "No he tenido respuesta [desde el {weekday}|todavía]. ¿[Cómo va|En qué punto están]?",
        "¿[Cuándo|Para cuándo] [tendremos respuesta|se espera algo]? [{person} pregunta|Tengo que planificar].",
    ],
    angry_chaser: &[
        "[Esto ya es demasiado|No es serio]. {small} días [sin una palabra|sin respuesta]. Espero una llamada hoy al {phone}.",
        "Sinceramente, pagamos un soporte y nadie contesta. ¿Quién lleva {topic}?",
    ],
    colleague: &[
        "[A mí también|Lo confirmo], [visto a las {clock}|desde el {weekday}|en {place} igual].",
        "[Añado|Para completar]: [en {place} también|a mí me empezó el {date}|a las {clock} fue bien un momento].",
        "[Para su información|Nota], {first} no está desde el {weekday}, [escríbanme a mí|pónganme en copia].",
    ],
    thanks: &[
        "[Gracias|Muchas gracias|Perfecto, gracias|Genial, gracias][ {first}|][!|.]",
        "[Ya funciona|Todo bien|Arreglado], [gracias|muchas gracias][ por la rapidez|][!|.]",
        "[Comprobado|Acabo de probar], {topic} va bien. Gracias[ {first}|][!|.]",
        "Gracias[ {first}|][, buen fin de semana|, buen día|, feliz {weekday}][!|.]",
    ],
    reopening: &[
        "[Por desgracia|Lo siento, pero] [ha vuelto|vuelve a pasar]. [{small} días bien|Hasta el {weekday} iba bien|Desde las {clock} lo mismo].",
        "[Vuelvo a escribir|Otra vez yo]: {topic} [está como antes|falla de nuevo]. ¿[Han cambiado algo|Se ha deshecho el cambio]?",
        "[No del todo|Cantamos victoria pronto]: [a las {clock}|hoy|el {weekday}] [el mismo error|exactamente igual]. ¿[Lo reabren|Pueden mirarlo otra vez]?",
    ],
    late_reply: &[
        "[Respondo a este correo antiguo|Recupero este hilo], [tenemos otro caso|pasa algo parecido].",
        "[En {month} nos ayudaron|Ya lo tuvimos en {month}], [y otra vez|ahora hay otro caso].",
    ],
    agent_hello: &["Hola {first}:", "Buenos días, {first}:", "Estimado/a {title}:"],
    agent_working: &[
        "[gracias por su mensaje|gracias por los detalles]. [Estoy mirando {topic}|Lo llevo yo y reviso {topic}|Lo reproduzco y leo los registros] y le escribo [hoy|antes del {weekday}|en cuanto sepa más].",
        "[recibido|su mensaje ha llegado]. [{agent} lo mira conmigo|Se lo paso a {agent}, que conoce esa parte]. Tendrá noticias [mañana|el {weekday}].",
        "[gracias, anotado]. [A primera vista la plataforma está bien|La monitorización marca errores hacia las {clock}], sigo buscando.",
    ],
    agent_update: &[
        "[una breve nota|estado actual]: [ya está acotado|lo hemos reproducido en pruebas|seguimos con el análisis]. [El {weekday} sabré más|Lo siguiente es una prueba con {agent}].",
        "[no me olvido|perdone la espera]. {agent} [está en ello|encontró una pista a las {clock}|prueba una corrección], [le informo|mañana más].",
    ],
    agent_question_lead: &[
        "[gracias por su mensaje|gracias]. [Una pregunta|Me falta un dato|Para buscar en el sitio correcto]:",
        "[he empezado con {topic}|ya lo estoy mirando]. [Una duda|Lo que no veo desde aquí]:",
    ],
    agent_reminder: &[
        "¿ha visto mi pregunta de abajo? Sin [el dato|respuesta] no podemos seguir.",
        "le recuerdo mi pregunta, ¿me puede [contestar|enviar eso]?",
    ],
    agent_again: &[
        "[siento que haya vuelto|lo lamento]. Lo he [reabierto|retomado] y [miro {topic} con {agent}|busco qué es distinto esta vez].",
    ],
    agent_resolve: &[
        "[Con esto queda resuelto|Está resuelto|Por nuestra parte, resuelto]. [Si no, responda a este correo|Avísenos si queda algo].",
        "[Como todo funciona|Hecho esto], cerramos el caso. [Una respuesta lo reabre|Si falta algo, responda].",
        "[Quedó resuelto a las {clock}|Resuelto y probado], cerramos. [Perdone las molestias|Que tenga buen día].",
    ],
    agent_unanswered: &[
        "[como no he tenido respuesta|sin noticias suyas], cerramos el caso por ahora. [Basta con responder para seguir|Responda cuando quiera].",
    ],
    agent_regards: &["Un saludo", "Saludos cordiales", "Atentamente"],
    agent_apology: &[
        "[le pido disculpas|lo lamento], [entiendo su enfado|no debería pasar]. [He pasado su queja a nuestra responsable|Lo sabe nuestro equipo de calidad].",
    ],
    mobile_footer: &["Enviado desde mi iPhone", "Enviado desde mi móvil", "Obtener Outlook para Android"],
    absence_subject: &["Respuesta automática: {subject}", "Fuera de la oficina: {subject}"],
    absence: &[
        "Hola:\n\nEstoy [fuera de la oficina|de vacaciones|de viaje] hasta el {date}. [Para cualquier cosa, {person}, {phone}|Me sustituye {person}].\n\nUn saludo\n{me}",
        "Vuelvo el {date}. Los correos [no se reenvían|los leeré a la vuelta].\n\n{me}",
    ],
    newsletter_subject: &["{buzz}: el seminario"],
    newsletter: &[
        "Hola,\n\n{buzz}: inscríbase en https://www.{vendor}/news/{code}\n\nBaja: https://www.{vendor}/u/{code}",
    ],
    letter: Letter {
        reply_prefix: "RE:",
        attribution: &[
            "El {date} a las {clock}, {name} <{address}> escribió:",
            "El {weekday}, {date}, {name} escribió:",
        ],
        labels: ["De:", "Enviado:", "Para:", "Asunto:"],
        original_message: "-----Mensaje original-----",
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    },
    disclaimer: "Este mensaje es confidencial. Si no es usted el destinatario, bórrelo y avise al remitente.",
    topics: ["el portal", "{invoice}", "el contador {meter}", "{partner}", "{device}", "las cifras de {month}"],
};

pub const CONCERNS: [Concern; super::KIND_COUNT] = [
    Concern {
        subjects: &[
            "No puedo iniciar sesión en el portal",
            "Portal: iniciar sesión da {code}",
            "Portal, no deja iniciar sesión ({user})",
        ],
        what: &[
            "no [puedo|podemos] iniciar sesión en el portal {since}[, sale {code}|, usuario {user}|].",
            "{since} al iniciar sesión en el portal [la página queda vacía|sale {code}|me echa a los {count} segundos].",
        ],
        detail: &[
            "[Edge|Firefox|Chrome] {version}.",
            "El mensaje salió a las {clock}.",
            "El código llega al móvil, luego nada.",
        ],
        question: &["¿con qué nombre entra y a qué hora fue el último intento?", "¿pasa igual en una ventana privada?"],
        answer: &["{user}, último intento {clock}.", "Igual en privada, Edge {version}."],
        cause: &[
            "la cuenta {user} estaba bloqueada tras {small} intentos, la he desbloqueado a las {clock}.",
            "una sesión antigua bloqueaba la entrada, ya está cerrada.",
        ],
    },
    Concern {
        subjects: &["Portal muy lento", "El portal va lento en {place}"],
        what: &[
            "el portal va [muy|terriblemente] lento {since}, [la lista de contratos|cada página] tarda {count} segundos.",
            "{since} el portal está lento, sobre todo [hacia las {clock}|por la tarde].",
        ],
        detail: &["Medido a las {clock}: {count} s.", "Otras páginas van bien.", "Por la mañana mejora."],
        question: &["¿qué páginas, y cuántos contratos abre?", "¿me da la hora exacta de un clic?"],
        answer: &["La lista, {count} contratos, a las {clock}.", "Hoy a las {clock}, lo dejé a los {small} minutos."],
        cause: &[
            "faltaba un índice tras el mantenimiento del {date}, {agent} lo ha rehecho y las páginas abren rápido.",
            "un servidor web sin memoria, reiniciado a las {clock}.",
        ],
    },
    Concern {
        subjects: &["Acceso al portal para {person}", "Alta de acceso en el portal"],
        what: &[
            "[por favor|necesitamos] dar de alta el acceso al portal de {person}[ desde el {date}|].",
            "{person} empieza el {date}, hay que dar de alta su acceso al portal [como {person2}|con mis permisos].",
        ],
        detail: &["Correo: {mail}.", "[Solo lectura|Permisos completos].", "Centro de coste {order}."],
        question: &["¿qué permisos, lectura o también contratos?", "¿cuál es su correo?"],
        answer: &["Solo lectura, {place}.", "{mail}, centro {order}."],
        cause: &[
            "el acceso de {person} está activo, invitación enviada a las {clock}.",
            "{agent} creó la cuenta, la invitación vale {small} días.",
        ],
    },
    Concern {
        subjects: &[
            "Contraseña: no llega el correo",
            "Contraseña del portal olvidada ({user})",
            "Sin enlace para la contraseña",
        ],
        what: &[
            "he pedido {small} veces una contraseña nueva del portal {since} y el correo [no llega|nunca llega|tampoco está en spam].",
            "el enlace para cambiar la contraseña del portal no llega {since}.",
            "{person} olvidó la contraseña y [no recibe nada|el enlace no aparece] desde las {clock}.",
        ],
        detail: &["Correo: {mail}.", "Último intento a las {clock}.", "En el filtro no hay nada."],
        question: &["¿a qué dirección y a qué hora lo pidió?", "¿ve su filtro algo de noreply@lumenta-energy.example?"],
        answer: &["{mail}, a las {clock}.", "Nada en el filtro, intento de las {clock}."],
        cause: &[
            "su servidor rechazaba nuestros correos (SPF), le he enviado un enlace único.",
            "el correo estaba en nuestra cola, nuevo enlace a las {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Factura {invoice}: importe incorrecto",
            "Tarifa equivocada, factura {invoice}",
            "Factura de {month}, importe alto",
        ],
        what: &[
            "la factura {invoice} [está mal|no cuadra]: importe {amount}, según contrato [serían|esperábamos] {amount2}.",
            "en la factura {invoice} [han puesto la tarifa antigua|la tarifa no es la nuestra].",
            "factura {invoice} de {month}: la posición {small} sale dos veces, el importe no es correcto.",
        ],
        detail: &["Contrato {order}.", "Acordado: {cents} ct.", "Por favor, paren el cargo."],
        question: &["¿qué posición es, y tiene la página del contrato?", "¿es el término fijo o la energía?"],
        answer: &["Posición {small}, {cents} ct.", "El fijo, {amount} y no {amount2}."],
        cause: &[
            "el precio nuevo no estaba en {order}, [ya está|{agent} lo puso] y el abono de {amount2} va de camino.",
            "la posición {small} iba doble, el documento corregido sale el {weekday}.",
        ],
    },
    Concern {
        subjects: &["Falta la factura de {month}", "Factura {invoice}: no recibido"],
        what: &[
            "nos falta la factura de {month}[, contrato {order}|].",
            "no hemos recibido la factura {invoice}[, aunque sí el aviso de pago|].",
            "a contabilidad le falta la factura {invoice}[, quizá fue a {mail}|].",
        ],
        detail: &["Enviar a {mail}.", "Cerramos el {date}.", "Son {small} plantas."],
        question: &["¿a qué dirección la enviamos y de qué contrato?", "¿la quiere en PDF?"],
        answer: &["A {mail}, contrato {order}.", "PDF a {mail}."],
        cause: &[
            "iba a una dirección antigua ({mail2}), [cambiada|la he cambiado] y reenviada a las {clock}.",
            "el proceso saltó {order} por falta de pedido, ya salió.",
        ],
    },
    Concern {
        subjects: &["Nueva dirección de facturación", "Facturación: actualizar dirección"],
        what: &[
            "hay que actualizar nuestra dirección de facturación: {customer}, {street}, {place}[, desde el {date}|].",
            "nos mudamos, toca actualizar la dirección de facturación: {street}, {place}.",
        ],
        detail: &["Desde el {date}.", "El NIF no cambia.", "Para [todos los contratos|el contrato {order}]."],
        question: &["¿para todos los contratos o solo {order}?", "¿desde qué fecha?"],
        answer: &["Todos, desde el {date}.", "Solo {order}."],
        cause: &["los datos están puestos para [todos los contratos|{order}], se verán en el próximo documento."],
    },
    Concern {
        subjects: &["Factura {invoice}: PDF en blanco", "PDF en blanco (factura {invoice})"],
        what: &[
            "el PDF de la factura {invoice} está en blanco, [{small} páginas|solo sale el logo].",
            "abrimos la factura {invoice} de {month} y el PDF sale en blanco.",
            "{small} facturas del último lote tienen el PDF en blanco, por ejemplo {invoice}.",
        ],
        detail: &["Tamaño {small} KB.", "Con dos visores igual.", "El de {month} estaba bien."],
        question: &["¿es todo el lote o solo {invoice}?", "¿me envía el fichero recibido?"],
        answer: &["Todo el lote, {small}.", "{invoice} y {invoice2}."],
        cause: &[
            "el servicio de PDF se colgó en el lote mensual, [{invoice} está rehecha|todo rehecho a las {clock}].",
            "otra vez el servicio de PDF, copias nuevas enviadas a las {clock}.",
        ],
    },
    Concern {
        subjects: &[
            "Contador {meter} sin valores",
            "Sin valores del contador en {place}",
            "Faltan valores, contador {meter}",
        ],
        what: &[
            "el contador {meter} [de {place}|] no envía valores {since}.",
            "faltan valores del contador {meter}, nada entre las {clock} y las {clock2}.",
            "{small} contadores de {place} no dan valores {since}, entre ellos el contador {meter}.",
        ],
        detail: &[
            "La pantalla funciona.",
            "El LED del módem está [rojo|verde|apagado].",
            "Último: {kwh} kWh a las {clock}.",
        ],
        question: &["¿qué muestra el LED del módem?", "¿hubo un corte hacia el {date}?"],
        answer: &[
            "[Rojo|Verde|Apagado].",
            "Sí, el {date} de {clock} a {clock2}.",
            "No hubo corte. Pantalla {kwh} kWh.",
        ],
        cause: &[
            "la SIM del módem estaba bloqueada, activa desde las {clock}, hueco rellenado.",
            "la recogida había perdido {meter}, ya está y todo completo.",
        ],
    },
    Concern {
        subjects: &["Valores anómalos contador {meter}", "Contador {meter}: incoherente"],
        what: &[
            "el contador {meter} da datos anómalos {since}, [{kwh} kWh por cuarto de hora|negativos de noche]. Es incoherente.",
            "el contador {meter} pasó de {kwh} a {kwh2} kWh [el {date}|de noche], algo anómalo.",
        ],
        detail: &["Ese día no hubo producción.", "Leído aquí: {kwh} kWh."],
        question: &["¿se cambió el transformador hacia el {date}?", "¿me manda una foto de la pantalla?"],
        answer: &["Sí, el {date}, relación {small}0/5.", "No. Marca {kwh} kWh."],
        cause: &[
            "la relación antigua seguía puesta, [corregida|la he corregido] y recalculado.",
            "una trama del {date} venía doble, serie limpia.",
        ],
    },
    Concern {
        subjects: &["Registrar contador {meter}", "Contador nuevo en {place}: registrar"],
        what: &[
            "hay que registrar el contador {meter}, {street}, {place}.",
            "se cambió un contador el {date}: viejo {meter}, nuevo {meter2}. Toca registrar el nuevo.",
        ],
        detail: &["Lectura final {kwh} kWh.", "Contrato {order}."],
        question: &["¿qué lectura final y qué día?", "¿a qué contrato va?"],
        answer: &["{kwh} kWh el {date}.", "Al {order}."],
        cause: &["{meter} está en el sistema, primeros datos a las {clock}.", "{agent} lo puso en {order}."],
    },
    Concern {
        subjects: &["Contador LX400: hora mal", "LX400 con firmware 4.2, contador {meter}"],
        what: &[
            "desde el firmware 4.2 la hora del contador {meter} (LX400) va [{small} minutos|una hora] mal.",
            "nuestro contador LX400 {meter} se desvía {since}, ya {small} minutos, firmware 4.2.",
        ],
        detail: &["Con la 4.1 iba bien.", "Se puso el {date}."],
        question: &["¿qué firmware muestra y cuántos minutos se desvía?", "¿cuándo se instaló?"],
        answer: &["4.2.0, {small} minutos.", "El {date}."],
        cause: &[
            "puse {meter} en hora y corregí los datos desde el {date}. Causa: firmware 4.2 del LX400, el fabricante lo sabe.",
            "{meter} vuelve a 4.1, hora correcta desde las {clock}.",
        ],
    },
    Concern {
        subjects: &["[MSCONS|UTILMD] rechazados {code}", "EDI: mensajes rechazados de {partner}"],
        what: &[
            "{count} [MSCONS|UTILMD] de {partner} rechazados {since}, código {code}.",
            "nuestros [MSCONS|UTILMD] son rechazados {since}, el APERAK dice {code}.",
        ],
        detail: &["Referencia {order}.", "El formato no ha cambiado.", "Código {gln}."],
        question: &["¿me envía uno con su referencia?", "¿qué versión mandan, 2.4 o 5.2?"],
        answer: &["Referencia {order}.", "La [2.4|5.2]."],
        cause: &[
            "en la tabla seguía {gln2}, {agent} puso {gln}, los {count} mensajes están procesados.",
            "faltaba un segmento en nuestro mapeo, pasó todo a las {clock}.",
        ],
    },
    Concern {
        subjects: &["SFTP: sin entrega", "AS2: entrega atrasada {partner}"],
        what: &[
            "no hay entrega en el SFTP {since}, falta la del {date}.",
            "la entrega AS2 a {partner} está parada {since}, {count} en cola.",
        ],
        detail: &["Host sftp{small}.", "IP 203.0.113.{octet}.", "Registro: {code}."],
        question: &["¿desde qué IP y qué dice su registro?", "¿uno o todos?"],
        answer: &["203.0.113.{octet}, {code}.", "Solo {partner}."],
        cause: &[
            "disco lleno en sftp{small}, libre desde las {clock}, cola vacía.",
            "la IP 203.0.113.{octet} no estaba permitida, ya lo está, {count} enviados.",
        ],
    },
    Concern {
        subjects: &["Solicitud de cambio: EDI {partner}", "Solicitud de cambio AS2"],
        what: &[
            "solicitud de cambio EDI: socio {partner} ({gln}) desde el {date}.",
            "solicitud de cambio: nuestra dirección AS2 pasa el {date} a as2.{customerdomain}.",
        ],
        detail: &["GLN {gln}.", "Prueba el {weekday}.", "Contacto {person}, {phone}."],
        question: &["¿cuándo probamos y con quién?", "¿dejamos la dirección vieja unos días?"],
        answer: &["{weekday}, {person}.", "Sí, hasta el {date}."],
        cause: &[
            "el socio está en producción, {small} mensajes de prueba bien.",
            "{agent} hizo el cambio hoy, probado con {person}.",
        ],
    },
    Concern {
        subjects: &["Certificado AS2 caducado", "AS2: error de certificado {partner}"],
        what: &[
            "nuestro AS2 está parado {since}, su certificado [ha caducado|no es de confianza].",
            "desde su nuevo certificado AS2 no va, mensaje {code}.",
        ],
        detail: &["Serie {code}.", "Nadie avisó.", "{count} esperando."],
        question: &["¿qué serie ve instalada?", "¿puede instalar el nuevo y decirme cuándo?"],
        answer: &["{code}.", "Instalado a las {clock}."],
        cause: &[
            "el cambio trimestral no se anunció en su lado, ya coinciden, {count} mensajes pasaron.",
            "cargué su nueva cadena a las {clock}.",
        ],
    },
    Concern {
        subjects: &["La app no sincroniza", "App sin sincronización ({person})"],
        what: &[
            "la app no sincroniza {since}, [{person} no tiene órdenes|se para al {percent} %|sale {code}].",
            "en {device} la app [deja de sincronizar|no sincroniza] al {percent} % {since}.",
        ],
        detail: &["Versión {version}.", "Wi-Fi y 4G bien.", "Última a las {clock}."],
        question: &[
            "¿qué versión hay en {device} y cuándo fue la última?",
            "¿puede cerrar y abrir la sesión del técnico?",
        ],
        answer: &["{version}, a las {clock}.", "Hecho, {code}."],
        cause: &[
            "una orden con foto dañada ({order}) bloqueaba {device}, la he quitado.",
            "el token de {device} había caducado, renovado a las {clock}.",
        ],
    },
    Concern {
        subjects: &["La app se cierra con las fotos", "App {version} se cierra sola"],
        what: &[
            "la app se cierra [cuando {person} hace una foto|al firmar|al abrir una orden] {since}.",
            "con la {version} la app se cierra {small} veces al día en {device}.",
        ],
        detail: &["Android 1{digit}.", "Reiniciar ayuda un rato.", "Perdimos {small} registros."],
        question: &["¿qué versión y qué modelo?", "¿puede enviar el registro (Ajustes, Ayuda)?"],
        answer: &["{version}, {device}.", "Enviado a las {clock}."],
        cause: &[
            "la cámara de {version} no puede con fotos grandes, {version2} está en {device}.",
            "caché dañada en {device}, vaciada desde aquí.",
        ],
    },
    Concern {
        subjects: &["Tabletas: configurar", "Configurar tableta {device}"],
        what: &[
            "hay que configurar la app en {small} tabletas para {place}[, antes del {date}|].",
            "{person} empieza el {date}, ¿pueden configurar la tableta {device} con la app?",
        ],
        detail: &["IMEI {order}.", "Perfil como {device2}."],
        question: &["¿qué perfil, técnico o jefe?", "¿número de serie?"],
        answer: &["Técnico.", "Serie {order}."],
        cause: &[
            "{device} está inscrita, {person} recibe el código por SMS.",
            "los {small} aparatos están inscritos hasta el {date}.",
        ],
    },
    Concern {
        subjects: &["Informe {month}: cifras mal", "Dashboard con cifras equivocadas", "Totales del informe"],
        what: &[
            "en el informe de {month} los totales no cuadran: {kwh} y no {kwh2} kWh.",
            "el dashboard da cifras malas {since}, [{place} sale dos veces|falta {place}|un {percent} % de más].",
        ],
        detail: &["Filtro {place}, {month}.", "Nosotros: {kwh2} kWh."],
        question: &["¿qué filtros y qué plantas?", "¿me envía sus totales?"],
        answer: &["{month}, {place}.", "{kwh2} kWh en {place}."],
        cause: &[
            "{place} estaba en dos grupos y contaba doble, corregido.",
            "la carga del {date} se cortó, repetida a las {clock}: {kwh2} kWh.",
        ],
    },
    Concern {
        subjects: &["Exportación a Excel falla", "Exportar {month}: {code}"],
        what: &[
            "la exportación a Excel [falla|se corta al {percent} %|sale vacía] {since}.",
            "al exportar {month} a Excel [sale una hoja vacía|sale {code}], el CSV [también|va bien].",
        ],
        detail: &["Unas {count} filas.", "Una semana sí va.", "Periodo {month}."],
        question: &["¿qué periodo y cuántas plantas?", "¿pasa con CSV?"],
        answer: &["{month}, todas, {count} filas.", "CSV [bien|igual]."],
        cause: &[
            "límite de {count} filas alcanzado, subido, terminó a las {clock}.",
            "un carácter de {place} rompía el fichero, {agent} lo ha corregido.",
        ],
    },
    Concern {
        subjects: &["Solicitud de cambio: informe", "Solicitud de cambio dashboard"],
        what: &[
            "solicitud de cambio del informe: una columna con [el factor CO2|la punta|el centro de coste].",
            "solicitud de cambio del dashboard: [un panel para {place}|comparar con el año anterior].",
        ],
        detail: &["Para el {date}.", "Lo reciben {person} y {person2}."],
        question: &["¿para qué plantas y desde qué mes?", "¿quién debe verlo?"],
        answer: &["Todas, desde el {date}.", "{person} y yo."],
        cause: &["la columna está desde las {clock}.", "{agent} lo hizo, {person} lo ve."],
    },
];
