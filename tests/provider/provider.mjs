// An identity provider for tests: oidc-provider as it comes, with people who sign in by their name
// alone. It prints its port once it answers, and ends when its input does.
import { createRequire } from "node:module";
import { once } from "node:events";
import http from "node:http";

// Where the test command has put the library.
const { Provider } = createRequire(process.argv[2] + "/")("oidc-provider");
const back = process.argv[3];

const people = {
  amina: { name: "Amina Rey", groups: ["agents", "nte-tech"] },
  denis: { name: "Denis Faure", groups: "agents" },
  thief: { name: "Amina Rey", email: "1@authority.example", email_verified: false },
};

const known = (mail) => ({ name: mail.split("@")[0], email: mail, email_verified: true });

const server = http.createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();

const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: "tournee", client_secret: "secret of the test",
    redirect_uris: [`${back}/api/v1/session/provider/return`],
    post_logout_redirect_uris: [`${back}/connexion`],
  }],
  claims: {
    openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "groups"],
  },
  cookies: { keys: ["a key of the tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...(people[id] ?? known(id)) }),
  }),
  // Nobody is asked whether the authority's own program may know who they are.
  loadExistingGrant: async (context) => {
    const { Grant } = context.oidc.provider;
    const grant = new Grant({
      clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const form = `<!doctype html><html lang="fr"><title>Annuaire</title><form method="post">
<label>Identifiant <input name="login"></label>
<label><input type="checkbox" name="mfa" value="1"> Deux facteurs</label>
<button>Continuer</button> <button name="cancel" value="1">Annuler</button></form></html>`;

async function interaction(request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(form);
  }
  let text = "";
  for await (const part of request) text += part;
  const given = new URLSearchParams(text);
  const result = given.has("cancel") || prompt.name !== "login"
    ? { error: "access_denied" }
    : { login: {
        accountId: given.get("login"),
        amr: given.has("mfa") ? ["pwd", "otp", "mfa"] : ["pwd"],
      } };
  return provider.interactionFinished(request, response, result);
}

const others = provider.callback();
server.on("request", (request, response) => {
  if (!request.url.startsWith("/interaction/")) return others(request, response);
  interaction(request, response).catch((error) => {
    response.statusCode = 400;
    response.end(String(error));
  });
});
console.log(`port ${port}`);
process.stdin.on("end", () => process.exit()).resume();
